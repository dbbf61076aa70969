/**
 * Long jobs from a Kafka share group (KIP-932): one record is one lease, renewed while its job
 * runs. Hides the share consumer's acknowledgement rules, retries, dead letters and shutdown behind
 * {@link dev.tlora.workqueue.WorkQueue} and one {@link dev.tlora.workqueue.JobHandler} method.
 */
package dev.tlora.workqueue;
