// Checks a receipt (.tlog-proof) in the browser. Nothing is sent anywhere: read this file, or save it and the page.
// RFC 6962 tree, C2SP tlog-proof, tlog-checkpoint, signed-note and tlog-cosignature; Ed25519 by WebCrypto where the
// browser has it, otherwise by the small verifier below.
(() => {
  "use strict";
  const bytes = (text) => new TextEncoder().encode(text);
  const join = (...parts) => {
    const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) { out.set(part, at); at += part.length; }
    return out;
  };
  const same = (one, two) => one.length === two.length && one.every((byte, at) => byte === two[at]);
  const hex = (raw) => Array.from(raw, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const unhex = (text) => {
    if (!/^([0-9a-f]{2})*$/.test(text)) throw new Wrong("receipt_malformed");
    return Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
  };
  const base64 = (raw) => btoa(String.fromCharCode(...raw));
  const unbase64 = (text, code) => {
    let raw;
    try { raw = Uint8Array.from(atob(text), (char) => char.charCodeAt(0)); } catch { throw new Wrong(code); }
    if (base64(raw) !== text) throw new Wrong(code);
    return raw;
  };
  const sha256 = async (raw) => new Uint8Array(await crypto.subtle.digest("SHA-256", raw));
  const sha512 = async (raw) => new Uint8Array(await crypto.subtle.digest("SHA-512", raw));

  class Wrong extends Error {
    constructor(code) { super(code); this.code = code; }
  }

  // --- Ed25519, RFC 8032, verification only ---
  const P = 2n ** 255n - 19n;
  const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
  const mod = (a) => ((a % P) + P) % P;
  const power = (base, exponent) => {
    let found = 1n;
    for (base = mod(base); exponent > 0n; exponent >>= 1n, base = mod(base * base))
      if (exponent & 1n) found = mod(found * base);
    return found;
  };
  const D = mod(-121665n * power(121666n, P - 2n));
  const ROOT = power(2n, (P - 1n) / 4n);
  const number = (raw) => raw.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const add = ([x1, y1, z1, t1], [x2, y2, z2, t2]) => {
    const a = mod((y1 - x1) * (y2 - x2)), b = mod((y1 + x1) * (y2 + x2));
    const c = mod(2n * t1 * t2 * D), d = mod(2n * z1 * z2);
    const e = b - a, f = d - c, g = d + c, h = b + a;
    return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
  };
  const times = (scalar, point) => {
    let found = [0n, 1n, 1n, 0n];
    for (; scalar > 0n; scalar >>= 1n, point = add(point, point)) if (scalar & 1n) found = add(found, point);
    return found;
  };
  const point = (raw) => {
    let y = number(raw);
    const sign = y >> 255n;
    y &= (1n << 255n) - 1n;
    if (y >= P) return null;
    const x2 = mod((y * y - 1n) * power(D * y * y + 1n, P - 2n));
    let x = power(x2, (P + 3n) / 8n);
    if (mod(x * x - x2)) x = mod(x * ROOT);
    if (mod(x * x - x2) || (x === 0n && sign)) return null;
    if ((x & 1n) !== sign) x = P - x;
    return [x, y, 1n, mod(x * y)];
  };
  const base = point(join(Uint8Array.of(0x58), new Uint8Array(31).fill(0x66)));
  const plainly = async (key, message, signature) => {
    const a = point(key), r = point(signature.slice(0, 32)), s = number(signature.slice(32));
    if (!a || !r || s >= ORDER) return false;
    const k = number(await sha512(join(signature.slice(0, 32), key, message))) % ORDER;
    const left = times(s, base), right = add(r, times(k, a));
    return mod(left[0] * right[2] - right[0] * left[2]) === 0n && mod(left[1] * right[2] - right[1] * left[2]) === 0n;
  };
  const ed25519 = async (key, message, signature) => {
    if (key.length !== 32 || signature.length !== 64) return false;
    let imported;
    try {
      imported = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
    } catch {
      return plainly(key, message, signature);
    }
    return crypto.subtle.verify({ name: "Ed25519" }, imported, signature, message);
  };

  // --- Signed notes ---
  const readKeys = async (text) => {
    const found = [];
    for (const line of text.split("\n").map((row) => row.trim()).filter(Boolean)) {
      const match = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(line);
      if (!match) throw new Wrong("vkey_malformed");
      const material = unbase64(match[3], "vkey_malformed");
      const id = (await sha256(join(bytes(match[1] + "\n"), material))).slice(0, 4);
      if (hex(id) !== match[2] || material.length !== 33 || ![1, 4].includes(material[0]))
        throw new Wrong("vkey_malformed");
      found.push({ name: match[1], id, kind: material[0], public: material.slice(1) });
    }
    return found;
  };

  const holds = (key, text, signature) => {
    if (key.kind === 1) return ed25519(key.public, text, signature);
    if (signature.length !== 72) return false;
    const stamp = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
    return ed25519(key.public, join(bytes(`cosignature/v1\ntime ${stamp}\n`), text), signature.slice(8));
  };

  const readCheckpoint = (content) => {
    const at = content.lastIndexOf("\n\n");
    const lines = content.slice(0, Math.max(at, 0)).split("\n");
    if (at < 0 || !content.endsWith("\n") || lines.length < 3 || !/^(0|[1-9]\d{0,18})$/.test(lines[1]))
      throw new Wrong("checkpoint_malformed");
    const signatures = content.slice(at + 2, -1).split("\n").map((line) => {
      const match = /^\u2014 (\S+) (\S+)$/.exec(line);
      if (!match) throw new Wrong("checkpoint_malformed");
      const raw = unbase64(match[2], "checkpoint_malformed");
      return { name: match[1], id: raw.slice(0, 4), signature: raw.slice(4) };
    });
    const root = unbase64(lines[2], "checkpoint_malformed");
    return { text: bytes(content.slice(0, at + 1)), origin: lines[0], size: BigInt(lines[1]), root, signatures };
  };

  const signers = async (checkpoint, keys) => {
    const found = [];
    for (const line of checkpoint.signatures)
      for (const key of keys.filter((one) => one.name === line.name && same(one.id, line.id))) {
        if (!(await holds(key, checkpoint.text, line.signature))) throw new Wrong("signature_bad");
        if (!found.includes(key)) found.push(key);
      }
    if (!found.some((key) => key.kind === 1)) throw new Wrong("key_unknown");
    return found;
  };

  // --- The tree ---
  const included = async (leaf, index, size, path) => {
    if (index >= size) throw new Wrong("receipt_proof");
    let place = index, last = size - 1n, found = leaf;
    for (const step of path) {
      if (last === 0n || step.length !== 32) throw new Wrong("receipt_proof");
      if (place & 1n || place === last) {
        found = await sha256(join(Uint8Array.of(1), step, found));
        while (!(place & 1n) && place) { place >>= 1n; last >>= 1n; }
      } else found = await sha256(join(Uint8Array.of(1), found, step));
      place >>= 1n;
      last >>= 1n;
    }
    if (last) throw new Wrong("receipt_proof");
    return found;
  };

  const check = async (text, keyText) => {
    const at = text.indexOf("\n\n");
    const lines = text.slice(0, Math.max(at, 0)).split("\n");
    if (at < 0 || lines[0] !== "c2sp.org/tlog-proof@v1") throw new Wrong("receipt_malformed");
    if (!(lines[1] || "").startsWith("extra ")) throw new Wrong("receipt_without_entry");
    let entry, opening;
    try {
      const extra = JSON.parse(new TextDecoder().decode(unbase64(lines[1].slice(6), "receipt_malformed")));
      entry = unbase64(extra.entry, "receipt_malformed");
      opening = extra.opening && {
        salt: unhex(extra.opening.salt), content: unbase64(extra.opening.content, "receipt_malformed"),
      };
    } catch { throw new Wrong("receipt_malformed"); }
    const match = /^index (0|[1-9]\d{0,18})$/.exec(lines[2] || "");
    if (!match) throw new Wrong("receipt_malformed");
    const checkpoint = readCheckpoint(text.slice(at + 2));
    const keys = await readKeys(keyText);
    if (!keys.length) throw new Wrong("key_unknown");
    const signed = await signers(checkpoint, keys);
    const path = lines.slice(3).map((line) => unbase64(line, "receipt_malformed"));
    const root = await included(await sha256(join(Uint8Array.of(0), entry)), BigInt(match[1]), checkpoint.size, path);
    if (!same(root, checkpoint.root)) throw new Wrong("receipt_root");
    const shown = new TextDecoder().decode(entry);
    if (opening) {
      let promised;
      try { promised = JSON.parse(shown).commitment; } catch { promised = null; }
      if (hex(await sha256(join(opening.salt, opening.content))) !== promised) throw new Wrong("opening_differs");
    }
    return {
      origin: checkpoint.origin, index: match[1], size: String(checkpoint.size), entry: shown,
      opened: opening ? new TextDecoder().decode(opening.content) : null,
      witnesses: signed.filter((key) => key.kind === 4).map((key) => key.name),
    };
  };

  // --- The page ---
  const form = document.querySelector("[data-receipt]");
  if (!form) return;
  const field = (name) => form.elements[name];
  const show = (name, on) => { form.parentElement.querySelector(`[data-show="${name}"]`).hidden = !on; };
  const fill = (name, text) => {
    for (const place of form.parentElement.querySelectorAll(`[data-fill="${name}"]`)) place.textContent = text;
  };
  form.hidden = false;
  field("file").addEventListener("change", async () => {
    const [file] = field("file").files;
    if (file) field("receipt").value = await file.text();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    show("good", false);
    show("bad", false);
    try {
      // A field gives lines as the browser ends them; a pasted text may have lost its last newline.
      const text = field("receipt").value.replace(/\r\n/g, "\n").replace(/^\s+/, "").replace(/\s*$/, "\n");
      const said = await check(text, field("keys").value);
      for (const name of ["origin", "index", "size", "entry"]) fill(name, said[name]);
      fill("opened", said.opened || "");
      show("opened", said.opened !== null);
      fill("witnesses", said.witnesses.join(", "));
      show("witnesses", said.witnesses.length > 0);
      show("good", true);
      form.parentElement.querySelector('[data-show="good"]').focus();
    } catch (error) {
      const code = error instanceof Wrong ? error.code : "unknown";
      for (const line of form.parentElement.querySelectorAll("[data-code]"))
        line.hidden = line.dataset.code !== code;
      fill("code", code);
      show("bad", true);
      form.parentElement.querySelector('[data-show="bad"]').focus();
    }
  });
})();
