"""What each page of the workbench does. A handler takes a checked Call and returns a Response."""
