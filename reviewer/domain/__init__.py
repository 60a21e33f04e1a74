"""The values that flow between the stages: frozen, free of files, network and screen."""
