/** Whether an adapter may be used: a run's figures against the thresholds of its model. */
package dev.tlora.evaluator.gate;
