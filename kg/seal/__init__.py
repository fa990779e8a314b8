"""Signatures on manifests: keys, the DIDs that name them, and Data Integrity proofs.

Needs the extra ``release``; without it every module below says so when it is imported.
"""

from importlib.util import find_spec

from kg.errors import MissingExtraError

if not all(map(find_spec, ("base58", "cryptography", "pyld"))):
    raise MissingExtraError(
        "signatures need the packages base58, cryptography and PyLD",
        "pip install 'aisi-kg[release]'",
    )
