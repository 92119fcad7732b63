"""A click-through model of titles in their circumstances, and what it says of a title nobody has seen."""
