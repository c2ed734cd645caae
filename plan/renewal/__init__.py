"""A complete new plan from one voting day: every date recomputed from its wording and said in the wording's style."""

from plan.renewal.election import BadElection, NewElection, own_election
from plan.renewal.making import Renewed, renew

__all__ = ["BadElection", "NewElection", "Renewed", "own_election", "renew"]
