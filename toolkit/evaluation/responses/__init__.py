"""Responses: exports of forms and paper sheets → one response table, without anything that identifies a person."""
