"""`python -m apps.backup.new_key`: a key for backups, as age-keygen makes one. Needs no settings."""

import sys

from pyrage.x25519 import Identity

if __name__ == "__main__":
    key = Identity.generate()
    sys.stdout.write(f"# public key, for SLIPWAY_BACKUP_RECIPIENTS: {key.to_public()}\n{key}\n")
