"""Engines with micrograd's names, written in C and in Rust."""

from __future__ import annotations

from importlib import import_module

from .engine import ValueEngine


def from_module(name: str) -> ValueEngine:
    """The engine whose Value is found in a module."""
    return ValueEngine(import_module(name).Value)


def minigrad() -> ValueEngine:
    return from_module("minigrad.engine")


def micrograd_rust() -> ValueEngine:
    return from_module("micrograd_rust")


def oxigrad() -> ValueEngine:
    return from_module("oxigrad")
