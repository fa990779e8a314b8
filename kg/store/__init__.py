"""A store on the disk: made, loaded, compacted, and told about; `kg.facts.stored` reads it."""

from kg.store.loading import Loaded, compact, load
from kg.store.place import Status, create, status

__all__ = ["Loaded", "Status", "compact", "create", "load", "status"]
