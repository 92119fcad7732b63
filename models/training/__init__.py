"""Trainers. They need torch and transformers (extra `train`) and are never imported at run time."""
