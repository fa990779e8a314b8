"""The guard: a second, independent check before anything leaves (docs/guard.md).

It decides every item of a bundle once more, in plain Python over the asserted triples, and refuses the
whole bundle where it disagrees. It shares nothing with what derives, decides and releases, and an import
contract holds it to that; reading, the shapes and the bundle's format are the same.
"""

from kg.gate.check import check, objections, read_folder
from kg.gate.contents import read_manifest
from kg.gate.objection import Objection

__all__ = ["Objection", "check", "objections", "read_folder", "read_manifest"]
