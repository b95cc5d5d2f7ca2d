"""Reports about one event, put together by people who say why, and taken apart again."""
