{{- define "roomcast.name" -}}
{{ printf "%s" .Release.Name | trunc 52 | trimSuffix "-" }}
{{- end }}

{{- define "roomcast.selector" -}}
app.kubernetes.io/name: roomcast
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "roomcast.labels" -}}
{{ include "roomcast.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "roomcast.port" -}}
{{ .Values.settings.ROOMCAST_PORT | default "8080" }}
{{- end }}

{{- define "roomcast.metricsPort" -}}
{{ .Values.settings.ROOMCAST_METRICS_PORT | default (include "roomcast.port" .) }}
{{- end }}

{{- /* What several servers share. A Secret of the operator may have all of it, and the chart cannot look into that. */ -}}
{{- define "roomcast.validate" -}}
{{- if not .Values.existingSecret }}
{{- if not (and .Values.settings.ROOMCAST_API_KEY .Values.secrets.ROOMCAST_API_SECRET) }}
{{- fail "settings.ROOMCAST_API_KEY and secrets.ROOMCAST_API_SECRET are needed, or existingSecret with both: without them the server is open to everybody" }}
{{- end }}
{{- end }}
{{- if and (gt (int .Values.replicas) 1) (not .Values.existingSecret) }}
{{- range list "ROOMCAST_DATABASE_URL" "ROOMCAST_NATS_URL" "ROOMCAST_STORAGE_URL" }}
{{- if not (index $.Values.secrets .) }}
{{- fail (printf "replicas is %d; more than one needs secrets.%s, or existingSecret with it" (int $.Values.replicas) .) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
