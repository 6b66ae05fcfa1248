"""The registry of state bodies and other holders of information: territories, bodies, posts and who held them when."""
