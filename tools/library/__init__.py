"""The material library (统一素材库): titles and other elements, admitted by named rules; changes can be undone."""

from tools.library.admission import AdmissionSettings, Judgement, judge
from tools.library.library import MaterialLibrary, open_library
from tools.library.materials import LogRow, Material, State, WrongMaterial

__all__ = [
    "AdmissionSettings",
    "Judgement",
    "LogRow",
    "Material",
    "MaterialLibrary",
    "State",
    "WrongMaterial",
    "judge",
    "open_library",
]
