"""Files that people bring by hand: archives of pages, exports of chats, tables. Nothing here asks the network."""
