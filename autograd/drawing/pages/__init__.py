"""Pictures that move.

In this order: ``timeline`` (which step shows what), ``captions`` (what it says),
``keyframes`` (the picture of all steps), ``animation`` (frames, and an SVG that moves),
``stepper`` (the page, from ``stepper.html``, ``stepper.css`` and ``stepper.js``).
"""
