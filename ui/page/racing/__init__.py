"""The racing tab (赛马): races of one's own accounts, a hand on them, and a simulation to learn from."""
