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
    part: the part of the chains and the tree that a very slow one is given.
    nets: whether it takes part only where there are weighted sums, in W2 to W5.
    """

    name: str
    title: str
    adapter: str
    requirement: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    part: float = 1.0
    nets: bool = False

    def engine(self) -> Any:
        """The adapter, made in the peer's own process."""
        module, name = self.adapter.split(":")
        return getattr(import_module(f".engines.{module}", __package__), name)()


PURE = {"AUTOGRAD_ENGINE": "python"}
NATIVE = {"AUTOGRAD_ENGINE": "native"}
TORCH = "torch numpy"

# fmt: off
ROWS = (
    Peer("native", "ours, C", "ours:Ours", variables=NATIVE),
    Peer("native-dot", "ours, C, dot", "ours:OursWithDot", "", NATIVE, nets=True),
    Peer("python", "ours, Python", "ours:Ours", variables=PURE),
    Peer("python-dot", "ours, Python, dot", "ours:OursWithDot", "", PURE, nets=True),
    Peer("floats", "plain floats, no gradient", "floats:Floats"),
    Peer("tape", "flat-list tape, Python", "tape:Tape"),
    Peer("microgpt", "microgpt-style Value", "microgpt:Microgpt"),
    Peer("micrograd", "micrograd", "micrograd:Micrograd", "micrograd"),
    Peer("minigrad", "minigrad (C)", "compiled:minigrad", "minigrad"),
    Peer("rust", "micrograd-rust", "compiled:micrograd_rust", "micrograd-rust"),
    Peer("oxigrad", "oxigrad (Rust)", "compiled:oxigrad", "oxigrad"),
    Peer("aadc", "AADC", "aadc:Aadc", "aadc numpy"),
    Peer("aadc-replay", "AADC, replayed", "aadc:AadcReplay", "aadc numpy"),
    Peer("xad", "XAD", "xad:Xad", "xad"),
    Peer("casadi", "CasADi", "casadi:Casadi", "casadi"),
    Peer("casadi-replay", "CasADi, replayed", "casadi:CasadiReplay", "casadi"),
    Peer("torch", "PyTorch scalars", "torch:TorchScalars", TORCH),
    Peer("hips", "HIPS scalars", "hips:HipsScalars", "autograd"),
    Peer("jax", "JAX scalars, eager", "jax:JaxScalars", "jax", part=0.1),
    Peer("numpy", "NumPy by hand", "array_engine:ByHand", "numpy", nets=True),
    Peer("torch-tensors", "PyTorch tensors", "torch:TorchTensors", TORCH, nets=True),
    Peer("hips-arrays", "HIPS arrays", "hips:HipsArrays", "autograd", nets=True),
    Peer("jax-jit", "JAX jit, arrays", "jax:JaxJit", "jax", nets=True),
)
# fmt: on
PEERS = {peer.name: peer for peer in ROWS}

#: The peers that S measures: time and memory at growing sizes.
SCALED = ("native", "python")
