"""The blog of a head: posts in Kazakh, Russian and English side by side, and the register of heads."""
