import pkgutil

# other packages bring plugins too: pydevd looks through all folders of this name
__path__ = pkgutil.extend_path(__path__, __name__)
