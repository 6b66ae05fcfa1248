"""The drafts' share of a nation: programmes over ten years, by the actions for a few and by COPY for many."""
