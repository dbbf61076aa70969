/** A run whose images are all in: what the fold hands to whoever tells the result. */
package dev.tlora.evaluator.run;
