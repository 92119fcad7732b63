"""Training of the title encoder; needs the extra `train` (torch, onnx), never imported at run time."""
