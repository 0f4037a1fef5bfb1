"""Three terminals and a hub that live through everything a network and a disk can do."""
