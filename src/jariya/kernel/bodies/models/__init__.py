from __future__ import annotations

from .body import Body, BodyKind, Level
from .change import Change
from .edit import EditStatus, EditVerb, RegistryEdit
from .holder import BodyHolderKind, HolderDuty, HolderKind
from .office import Absence, Delegation, DelegationScope, Holding, Post, PostKind, ReceptionDay, Unit
from .region import Region, RegionKind, RegionLevel
from .succession import FormerAddress, FormerName, Succession, SuccessionKind

__all__ = [
    "Absence",
    "Body",
    "BodyHolderKind",
    "BodyKind",
    "Change",
    "Delegation",
    "DelegationScope",
    "EditStatus",
    "EditVerb",
    "FormerAddress",
    "FormerName",
    "HolderDuty",
    "HolderKind",
    "Holding",
    "Level",
    "Post",
    "PostKind",
    "ReceptionDay",
    "Region",
    "RegionKind",
    "RegionLevel",
    "RegistryEdit",
    "Succession",
    "SuccessionKind",
    "Unit",
]
