package dev.tlora.diffusion.adapter;

/** The size of a projection that an adapter is for. */
record LayerShape(long in, long out) {}
