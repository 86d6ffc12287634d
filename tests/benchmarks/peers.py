"""The table of peers: what each installs, and the adapter that drives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any


@dataclass(frozen=True, eq=False)
class Peer:
    """An engine to compare with.

    adapter: the module and the name of its adapter in ``engines``.
    requirement: what pip installs; empty for what runs in the present environment.
    variables: of the process it works in.
    part: the part of the chains, of the tree and of ``rows`` for a very slow one.
    rows: at how many inputs it differentiates what stays the same program, at most;
        not many where each takes a new graph.
    only: the names of the work in which it takes part, where that is not all.
    """

    name: str
    title: str
    adapter: str
    requirement: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    part: float = 1.0
    rows: int = 10
    only: tuple[str, ...] = ()

    def engine(self) -> Any:
        """The adapter, made in the peer's own process."""
        module, name = self.adapter.split(":")
        return getattr(import_module(f".engines.{module}", __package__), name)()


PURE = {"AUTOGRAD_ENGINE": "python"}
NATIVE = {"AUTOGRAD_ENGINE": "native"}
TORCH = "torch numpy"
MANY = 10_000
TRAINED = "W2", "W3", "W4", "W7"
ROWS_ONLY = "W6M", "W6P"
NETS = (*TRAINED, "W5", *ROWS_ONLY)
WITH_C = "W3", *ROWS_ONLY

# fmt: off
ROWS = (
    Peer("native", "ours, C", "ours:Ours", variables=NATIVE),
    Peer("native-dot", "ours, C, dot", "ours:OursWithDot", "", NATIVE, only=NETS),
    Peer("python", "ours, Python", "ours:Ours", variables=PURE),
    Peer("python-dot", "ours, Python, dot", "ours:OursWithDot", "", PURE, only=NETS),
    Peer("program", "ours, program", "ours_replayed:Replayed", "", NATIVE,
         rows=MANY, only=NETS),
    Peer("program-train", "ours, program.train", "ours_replayed:Trained", "", NATIVE,
         only=TRAINED),
    Peer("compiled", "ours, compile", "ours_replayed:Compiled", "", NATIVE,
         only=("W5",)),
    Peer("floats", "plain floats, no gradient", "floats:Floats"),
    Peer("tape", "flat-list tape, Python", "tape:Tape"),
    Peer("microgpt", "microgpt-style Value", "microgpt:Microgpt"),
    Peer("micrograd", "micrograd", "micrograd:Micrograd", "micrograd"),
    Peer("minigrad", "minigrad (C)", "compiled:minigrad", "minigrad"),
    Peer("rust", "micrograd-rust", "compiled:micrograd_rust", "micrograd-rust"),
    Peer("oxigrad", "oxigrad (Rust)", "compiled:oxigrad", "oxigrad"),
    Peer("aadc", "AADC", "aadc:Aadc", "aadc numpy"),
    Peer("aadc-replay", "AADC, replayed", "aadc:AadcReplay", "aadc numpy", rows=MANY),
    Peer("xad", "XAD", "xad:Xad", "xad"),
    Peer("casadi", "CasADi", "casadi:Casadi", "casadi"),
    Peer("casadi-replay", "CasADi, replayed", "casadi:CasadiReplay", "casadi",
         rows=MANY),
    Peer("casadi-c", "CasADi, generated C", "casadi:CasadiC", "casadi",
         rows=MANY, only=WITH_C),
    Peer("torch", "PyTorch scalars", "torch:TorchScalars", TORCH),
    Peer("torch-rows", "PyTorch scalars, rows at once", "torch:TorchRows", TORCH,
         rows=MANY, only=ROWS_ONLY),
    Peer("hips", "HIPS scalars", "hips:HipsScalars", "autograd"),
    Peer("jax", "JAX scalars, eager", "jax:JaxScalars", "jax", part=0.1),
    Peer("numpy", "NumPy by hand", "array_engine:ByHand", "numpy",
         rows=MANY, only=NETS),
    Peer("torch-tensors", "PyTorch tensors", "torch:TorchTensors", TORCH,
         rows=MANY, only=NETS),
    Peer("hips-arrays", "HIPS arrays", "hips:HipsArrays", "autograd",
         rows=MANY, only=NETS),
    Peer("jax-jit", "JAX jit, arrays", "jax:JaxJit", "jax", rows=MANY, only=NETS),
)
# fmt: on
PEERS = {peer.name: peer for peer in ROWS}

#: The peers that S measures: time and memory at growing sizes.
SCALED = ("native", "python")
