{{- /* What the templates share. A scope is a dict of `root`, the service's `name` and, where there is one, its `part`. */}}

{{- define "kuaicrm.labels" -}}
{{ include "kuaicrm.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end }}

{{- define "kuaicrm.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .name }}
{{- with .part }}
kuaicrm/part: {{ . }}
{{- end }}
{{- end }}

{{- define "kuaicrm.module" -}}
{{ eq . "origin" | ternary "crm_origin" (replace "-" "_" .) }}
{{- end }}

{{- /* Where the origin finds the services. */}}
{{- define "kuaicrm.addresses" -}}
{{- $addresses := dict }}
{{- range $name, $service := omit .Values.services "origin" }}
{{- $_ := set $addresses $name (printf "http://%s-%s" $.Release.Name $name) }}
{{- end }}
{{- toJson $addresses }}
{{- end }}

{{- define "kuaicrm.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{- /* As the image's user, with nothing to gain, on a file system that cannot be written to except /tmp. */}}
{{- define "kuaicrm.pod" -}}
automountServiceAccountToken: false
# Kubernetes would inject LEADS_PORT=tcp://… for a Service called leads, which is a setting of ours.
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  seccompProfile: {type: RuntimeDefault}
volumes:
  - {name: tmp, emptyDir: {}}
  {{- with .Values.kafkaCertificates }}
  - {name: kafka, secret: {secretName: {{ . }}}}
  {{- end }}
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "kuaicrm.container" -}}
image: {{ include "kuaicrm.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
volumeMounts:
  - {name: tmp, mountPath: /tmp}
  {{- if .Values.kafkaCertificates }}
  - {name: kafka, mountPath: /etc/kafka, readOnly: true}
  {{- end }}
{{- end }}

{{- define "kuaicrm.http-probe" -}}
httpGet:
  path: {{ .path }}
  port: http
  httpHeaders: [{name: Host, value: {{ .root.Values.host }}}]
{{- end }}
