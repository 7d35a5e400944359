"""Reading what people report in their own words."""

from council.reports.understanding import NO_UPDATE, Said, understand

__all__ = ["NO_UPDATE", "Said", "understand"]
