"""Decisions about talks, pure: states, contacts, versions compared, who was there."""
