"""Language models behind one interface: in-process llama.cpp, model servers, transformers."""
