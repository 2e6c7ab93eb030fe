"""Functions that worker processes can import."""


def squared(x: int) -> int:
    """Return the square; some numbers have none."""
    if x % 7 == 3:
        raise ValueError(f"{x} has none")
    return x * x
