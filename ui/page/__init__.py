"""The page for advertisers, in Gradio. `build_page` makes it, `launch` serves it."""
