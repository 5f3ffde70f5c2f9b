# The template's parameters, in Terraform's spelling; ../sluice.yaml explains the choices.

variable "bucket_name" {
  description = "Name of the S3 bucket; it is created"
  type        = string
}

variable "queue_name" {
  description = "Name of the SQS queue; it is created, and a dead-letter queue of that name with -dead appended"
  type        = string
}

variable "identity" {
  description = "Who pulls: user, ec2, ecs, pod-identity, oidc, or none (the policy alone)"
  type        = string
  default     = "user"
  validation {
    condition     = contains(["user", "ec2", "ecs", "pod-identity", "oidc", "none"], var.identity)
    error_message = "identity is user, ec2, ecs, pod-identity, oidc or none."
  }
}

variable "iam_user_name" {
  description = "Name of the IAM user; with a role it is not used"
  type        = string
  default     = "sluice"
}

variable "create_access_key" {
  description = "With a user, create an access key and store it in Secrets Manager; Terraform's state holds it too"
  type        = bool
  default     = true
}

variable "role_name" {
  description = "Name of the role; if null, Terraform chooses one"
  type        = string
  default     = null
}

variable "oidc_provider_arn" {
  description = "With oidc, the ARN of the identity provider"
  type        = string
  default     = ""
}

variable "oidc_subject" {
  description = "With oidc, who may assume the role, as the provider's \"sub\""
  type        = string
  default     = "system:serviceaccount:logging:sluice"
}

variable "oidc_audience" {
  description = "With oidc, the provider's \"aud\""
  type        = string
  default     = "sts.amazonaws.com"
}

variable "vpc_id" {
  description = "VPC to log; without it, a subnet or a network interface, create the flow log yourself"
  type        = string
  default     = null
}

variable "subnet_id" {
  description = "Subnet to log"
  type        = string
  default     = null
}

variable "eni_id" {
  description = "Network interface to log"
  type        = string
  default     = null
}

variable "flow_log_traffic" {
  description = "Which traffic is logged: ALL, ACCEPT or REJECT"
  type        = string
  default     = "ALL"
}

variable "flow_log_interval" {
  description = "Longest interval that one record covers, in seconds: 60 or 600"
  type        = number
  default     = 600
}

variable "flow_log_file_format" {
  description = "plain-text or parquet; it decides for which keys the queue is notified"
  type        = string
  default     = "plain-text"
  validation {
    condition     = contains(["plain-text", "parquet"], var.flow_log_file_format)
    error_message = "flow_log_file_format is plain-text or parquet."
  }
}

variable "flow_log_hive_partitions" {
  description = "Keys as AWSLogs/aws-account-id=.../; it decides for which keys the queue is notified"
  type        = bool
  default     = false
}

variable "flow_log_hourly_partitions" {
  description = "A folder for each hour"
  type        = bool
  default     = true
}

variable "flow_log_fields" {
  description = "Fields of a record, in this order"
  type        = string
  # Versions 2 to 5 in the order that every parser of raw lines knows. Sluice reads any other order too.
  default = "$${version} $${account-id} $${interface-id} $${srcaddr} $${dstaddr} $${srcport} $${dstport} $${protocol} $${packets} $${bytes} $${start} $${end} $${action} $${log-status} $${vpc-id} $${subnet-id} $${instance-id} $${tcp-flags} $${type} $${pkt-srcaddr} $${pkt-dstaddr} $${region} $${az-id} $${sublocation-type} $${sublocation-id} $${pkt-src-aws-service} $${pkt-dst-aws-service} $${flow-direction} $${traffic-path}"
}

variable "expiration_days" {
  description = "Days after which an object is deleted; longer than the queue keeps messages (14)"
  type        = number
  default     = 30
  validation {
    condition     = var.expiration_days > 14
    error_message = "expiration_days is above 14, or objects are deleted that wait to be read."
  }
}

variable "kms_key_arn" {
  description = "KMS key that encrypts the objects (its policy must let delivery.logs.amazonaws.com use it); if null, S3's own"
  type        = string
  default     = null
}

variable "max_receive_count" {
  description = "Receives after which a message goes to the dead-letter queue; above Sluice's max_receives (5)"
  type        = number
  default     = 10
  validation {
    condition     = var.max_receive_count > 5
    error_message = "max_receive_count is above max_receives (5)."
  }
}

variable "create_alarms" {
  description = "Alarms on the oldest message and on dead letters"
  type        = bool
  default     = true
}

variable "alarm_topic_arn" {
  description = "SNS topic that the alarms notify; if null, they are only shown"
  type        = string
  default     = null
}

variable "oldest_message_seconds" {
  description = "Age of the oldest message at which the alarm sounds"
  type        = number
  default     = 1800
}
