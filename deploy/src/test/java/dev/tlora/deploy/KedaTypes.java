package dev.tlora.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import java.util.List;
import java.util.Map;

/**
 * KEDA's resources as published for {@code keda.sh/v1alpha1}, written down from version 2.0.0 of
 * the package {@code @kubernetes-models/keda}.
 */
final class KedaTypes {

    private KedaTypes() {}

    record ScaledJob(
            @JsonProperty(required = true) String apiVersion,
            @JsonProperty(required = true) String kind,
            @JsonProperty(required = true) ObjectMeta metadata,
            @JsonProperty(required = true) ScaledJobSpec spec) {}

    record ScaledJobSpec(
            String envSourceContainerName,
            Integer failedJobsHistoryLimit,
            @JsonProperty(required = true) JobSpec jobTargetRef,
            Integer maxReplicaCount,
            Integer minReplicaCount,
            Integer pollingInterval,
            Rollout rollout,
            String rolloutStrategy,
            ScalingStrategy scalingStrategy,
            Integer successfulJobsHistoryLimit,
            @JsonProperty(required = true) List<ScaleTrigger> triggers) {}

    record Rollout(String propagationPolicy, String strategy) {}

    record ScalingStrategy(
            Integer customScalingQueueLengthDeduction,
            String customScalingRunningJobPercentage,
            String multipleScalersCalculation,
            List<String> pendingPodConditions,
            String strategy) {}

    record ScaledObject(
            @JsonProperty(required = true) String apiVersion,
            @JsonProperty(required = true) String kind,
            @JsonProperty(required = true) ObjectMeta metadata,
            @JsonProperty(required = true) ScaledObjectSpec spec) {}

    record ScaledObjectSpec(
            Advanced advanced,
            Integer cooldownPeriod,
            Fallback fallback,
            Integer idleReplicaCount,
            Integer initialCooldownPeriod,
            Integer maxReplicaCount,
            Integer minReplicaCount,
            Integer pollingInterval,
            @JsonProperty(required = true) ScaleTarget scaleTargetRef,
            @JsonProperty(required = true) List<ScaleTrigger> triggers) {}

    record Advanced(
            HorizontalPodAutoscalerConfig horizontalPodAutoscalerConfig,
            Boolean restoreToOriginalReplicaCount) {}

    record HorizontalPodAutoscalerConfig(HorizontalPodAutoscalerBehavior behavior, String name) {}

    record Fallback(
            String behavior,
            @JsonProperty(required = true) Integer failureThreshold,
            @JsonProperty(required = true) Integer replicas) {}

    record ScaleTarget(
            String apiVersion,
            String envSourceContainerName,
            String kind,
            @JsonProperty(required = true) String name) {}

    record ScaleTrigger(
            AuthenticationRef authenticationRef,
            @JsonProperty(required = true) Map<String, String> metadata,
            String metricType,
            String name,
            @JsonProperty(required = true) String type,
            Boolean useCachedMetrics) {}

    record AuthenticationRef(String kind, @JsonProperty(required = true) String name) {}

    record TriggerAuthentication(
            @JsonProperty(required = true) String apiVersion,
            @JsonProperty(required = true) String kind,
            @JsonProperty(required = true) ObjectMeta metadata,
            @JsonProperty(required = true) TriggerAuthenticationSpec spec) {}

    record TriggerAuthenticationSpec(List<SecretTarget> secretTargetRef) {}

    record SecretTarget(
            @JsonProperty(required = true) String key,
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) String parameter) {}
}
