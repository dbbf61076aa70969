{{- define "tlora.labels" -}}
app.kubernetes.io/name: tlora-fleet
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- with .name }}
app.kubernetes.io/component: {{ . }}
{{- end }}
{{- end }}

{{- define "tlora.selector" -}}
app.kubernetes.io/name: tlora-fleet
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .name }}
{{- end }}

{{- define "tlora.fullname" -}}
{{ .root.Release.Name }}-{{ .name }}
{{- end }}

{{- define "tlora.port" -}}
{{ index (dict "ingest" 8081 "trainer" 8082 "sampler" 8083 "evaluator" 8084) .name }}
{{- end }}

{{- define "tlora.bootstrap" -}}
{{- if .Values.kafka.strimzi.enabled -}}
{{ .Release.Name }}-kafka-bootstrap:9093
{{- else -}}
{{ required "kafka.external.bootstrapServers is needed when kafka.strimzi.enabled is false" .Values.kafka.external.bootstrapServers }}
{{- end -}}
{{- end }}

{{- define "tlora.storeClaim" -}}
{{ default (printf "%s-store" .Release.Name) .Values.store.claim.existing }}
{{- end }}

{{- define "tlora.modelsClaim" -}}
{{ default (printf "%s-models" .Release.Name) .Values.models.existingClaim }}
{{- end }}

{{- /* Whether the store is a folder on a shared volume: yes, or empty. */ -}}
{{- define "tlora.onVolume" -}}
{{- if and .Values.store.claim.enabled (hasPrefix "/" .Values.store.location) }}yes{{ end -}}
{{- end }}

{{- /* Whether a worker runs as jobs: yes, or empty. */ -}}
{{- define "tlora.isJob" -}}
{{- if and .root.Values.autoscaling.enabled (eq (default "" .service.scaling) "scaledJob") }}yes{{ end -}}
{{- end }}

{{- define "tlora.properties" -}}
kafka.bootstrap.servers={{ include "tlora.bootstrap" .root }}
{{- if .root.Values.kafka.strimzi.enabled }}
kafka.security.protocol=SSL
kafka.ssl.keystore.type=PKCS12
kafka.ssl.keystore.location=/tlora/kafka-user/user.p12
kafka.ssl.keystore.password=${TLORA_KEYSTORE_PASSWORD}
kafka.ssl.truststore.type=PKCS12
kafka.ssl.truststore.location=/tlora/kafka-ca/ca.p12
kafka.ssl.truststore.password=${TLORA_TRUSTSTORE_PASSWORD}
{{- end }}
{{- range $key, $value := .root.Values.kafka.external.properties }}
kafka.{{ $key }}={{ $value }}
{{- end }}
tlora.store={{ .root.Values.store.location }}
{{- if hasPrefix "s3://" .root.Values.store.location }}
{{- with .root.Values.store.s3 }}
tlora.s3.region={{ .region }}
tlora.s3.path-style={{ .pathStyle }}
tlora.s3.cache-bytes={{ int64 .cacheBytes }}
{{- with .endpoint }}
tlora.s3.endpoint={{ . }}
{{- end }}
{{- end }}
{{- end }}
tlora.models=/tlora/models
tlora.topics.create={{ not .root.Values.kafka.strimzi.enabled }}
tlora.topics.replication-factor=3
tlora.queue.grace={{ .service.graceSeconds }}s
{{- with .service.idleSeconds }}
{{- if include "tlora.isJob" $ }}
tlora.queue.exit-when-idle={{ . }}s
{{- end }}
{{- end }}
quarkus.shutdown.timeout=5s
tlora.log.json={{ .root.Values.logs.json }}
{{- with .root.Values.traces.endpoint }}
tlora.traces.endpoint={{ . }}
tlora.traces.ratio={{ $.root.Values.traces.ratio }}
{{- end }}
{{- if eq .name "ingest" }}
tlora.api.open={{ .root.Values.http.open }}
{{- range $name, $key := .root.Values.http.keys }}
tlora.api.keys.{{ $name }}.sha256={{ $key.sha256 }}
{{- with $key.tenant }}
tlora.api.keys.{{ $name }}.tenant={{ . }}
{{- end }}
{{- with $key.scopes }}
tlora.api.keys.{{ $name }}.scopes={{ join "," . }}
{{- end }}
{{- end }}
{{- end }}
{{- range $key, $value := .service.config }}
{{ $key }}={{ $value }}
{{- end }}
{{- end }}

{{- /* A service's pod: the same as deployment and as job. */ -}}
{{- define "tlora.pod" -}}
metadata:
  labels:
    {{- include "tlora.labels" . | nindent 4 }}
  annotations:
    checksum/config: {{ include "tlora.properties" . | sha256sum }}
    {{- if include "tlora.isJob" . }}
    cluster-autoscaler.kubernetes.io/safe-to-evict: "false"
    {{- end }}
spec:
  serviceAccountName: {{ include "tlora.fullname" . }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  {{- if include "tlora.isJob" . }}
  restartPolicy: Never
  {{- end }}
  # The worker's own grace, and time to leave its groups and write its last lines.
  terminationGracePeriodSeconds: {{ add .service.graceSeconds 15 }}
  {{- with .root.Values.image.pullSecrets }}
  imagePullSecrets:
    {{- range . }}
    - name: {{ . }}
    {{- end }}
  {{- end }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 10001
    runAsGroup: 10001
    fsGroup: 10001
    fsGroupChangePolicy: OnRootMismatch
    seccompProfile: {type: RuntimeDefault}
  {{- with .service.nodeSelector }}
  nodeSelector: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .service.tolerations }}
  tolerations: {{- toYaml . | nindent 4 }}
  {{- end }}
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "tlora.selector" . | nindent 10 }}
  containers:
    - name: {{ .name }}
      image: {{ printf "%s-%s:%s-%s" .root.Values.image.repository .name .root.Values.image.tag .service.variant }}
      imagePullPolicy: {{ .root.Values.image.pullPolicy }}
      env:
        - {name: JAVA_OPTS, value: "-Xmx{{ .service.heap }} -XX:+ExitOnOutOfMemoryError"}
        {{- if .root.Values.kafka.strimzi.enabled }}
        - name: TLORA_KEYSTORE_PASSWORD
          valueFrom:
            secretKeyRef: {name: {{ include "tlora.fullname" . }}, key: user.password}
        - name: TLORA_TRUSTSTORE_PASSWORD
          valueFrom:
            secretKeyRef: {name: {{ .root.Release.Name }}-cluster-ca-cert, key: ca.password}
        {{- end }}
      envFrom:
        {{- with .root.Values.kafka.external.secret }}
        - secretRef: {name: {{ . }}}
        {{- end }}
        {{- with .root.Values.store.secret }}
        - secretRef: {name: {{ . }}}
        {{- end }}
      ports:
        - {name: http, containerPort: {{ include "tlora.port" . }}}
      startupProbe:
        httpGet: {path: /q/health/started, port: http}
        periodSeconds: 5
        failureThreshold: 60
      livenessProbe:
        httpGet: {path: /q/health/live, port: http}
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      readinessProbe:
        httpGet: {path: /q/health/ready, port: http}
        periodSeconds: 10
        timeoutSeconds: 5
      resources: {{- toYaml .service.resources | nindent 8 }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities: {drop: [ALL]}
      volumeMounts:
        - {name: config, mountPath: /tlora/config, readOnly: true}
        - {name: tmp, mountPath: /tmp}
        - {name: models, mountPath: /tlora/models}
        {{- if include "tlora.onVolume" .root }}
        - {name: store, mountPath: {{ .root.Values.store.location }}}
        {{- end }}
        {{- if .root.Values.kafka.strimzi.enabled }}
        - {name: kafka-user, mountPath: /tlora/kafka-user, readOnly: true}
        - {name: kafka-ca, mountPath: /tlora/kafka-ca, readOnly: true}
        {{- end }}
  volumes:
    - name: config
      configMap: {name: {{ include "tlora.fullname" . }}}
    - name: tmp
      emptyDir: {sizeLimit: {{ .root.Values.tmpSize }}}
    - name: models
      persistentVolumeClaim: {claimName: {{ include "tlora.modelsClaim" .root }}}
    {{- if include "tlora.onVolume" .root }}
    - name: store
      persistentVolumeClaim: {claimName: {{ include "tlora.storeClaim" .root }}}
    {{- end }}
    {{- if .root.Values.kafka.strimzi.enabled }}
    - name: kafka-user
      secret: {secretName: {{ include "tlora.fullname" . }}}
    - name: kafka-ca
      secret: {secretName: {{ .root.Release.Name }}-cluster-ca-cert}
    {{- end }}
{{- end }}

{{- /* The query that scales a worker. Zero workers: ingest still exports the lag. */ -}}
{{- define "tlora.scalingQuery" -}}
{{- $stage := index (dict "trainer" "training" "sampler" "sampling") .name -}}
{{- $of := printf "namespace=%q,stage=%q" .root.Release.Namespace $stage -}}
{{- if eq .service.trigger "drain" -}}
max(tlora_queue_lag{ {{- $of -}} }) * (sum(increase(tlora_stage_seconds_sum{ {{- $of -}} }[6h])) / (sum(increase(tlora_stage_seconds_count{ {{- $of -}} }[6h])) > 0)) or max(tlora_queue_drain_seconds{ {{- $of -}} })
{{- else -}}
max(tlora_queue_lag{ {{- $of -}} })
{{- end -}}
{{- end }}

{{- define "tlora.prometheusTrigger" -}}
- type: prometheus
  metadata:
    serverAddress: {{ .root.Values.autoscaling.prometheusUrl }}
    query: {{ include "tlora.scalingQuery" . | quote }}
    threshold: {{ ternary .service.drainSeconds .service.jobsPerReplica (eq .service.trigger "drain") | quote }}
    activationThreshold: "0"
    ignoreNullValues: "false"
{{- end }}
