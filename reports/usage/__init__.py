"""How people use the product: growth, retention, funnels, adoption. Pure."""
