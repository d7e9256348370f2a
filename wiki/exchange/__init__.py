"""Pages that come from elsewhere: importing files of other tools."""
