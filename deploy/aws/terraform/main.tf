# The same architecture as ../sluice.yaml.
#
#   module "flow_logs" {
#     source      = "./deploy/aws/terraform"
#     bucket_name = "my-flow-logs"
#     queue_name  = "flow-log-events"
#     vpc_id      = "vpc-0123456789abcdef0"
#   }
terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
# The name of a region's attribute differs between the provider's versions 5 and 6; an ARN's field does not.
data "aws_arn" "queue" {
  arn = aws_sqs_queue.dead_letter.arn
}

locals {
  partition  = data.aws_partition.this.partition
  account_id = data.aws_caller_identity.this.account_id
  region     = data.aws_arn.queue.region
}

# --- the queue

resource "aws_sqs_queue" "dead_letter" {
  name                      = local.dead_queue_name
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
}

resource "aws_sqs_queue_redrive_allow_policy" "dead_letter" {
  queue_url = aws_sqs_queue.dead_letter.id
  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.this.arn]
  })
}

resource "aws_sqs_queue" "this" {
  name                       = var.queue_name
  message_retention_seconds  = 1209600
  receive_wait_time_seconds  = 20
  visibility_timeout_seconds = 300
  sqs_managed_sse_enabled    = true
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letter.arn
    maxReceiveCount     = var.max_receive_count
  })
}

resource "aws_sqs_queue_policy" "this" {
  queue_url = aws_sqs_queue.this.id
  policy    = jsonencode(local.queue_policy)
}

# --- the bucket

resource "aws_s3_bucket" "this" {
  bucket = var.bucket_name
}

resource "aws_s3_bucket_public_access_block" "this" {
  bucket                  = aws_s3_bucket.this.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "this" {
  bucket = aws_s3_bucket.this.id
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = aws_s3_bucket.this.id
  rule {
    bucket_key_enabled = var.kms_key_arn != null
    apply_server_side_encryption_by_default {
      sse_algorithm     = var.kms_key_arn == null ? "AES256" : "aws:kms"
      kms_master_key_id = var.kms_key_arn
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  bucket = aws_s3_bucket.this.id
  rule {
    id     = "Expire"
    status = "Enabled"
    filter {}
    expiration {
      days = var.expiration_days
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_s3_bucket_policy" "this" {
  bucket     = aws_s3_bucket.this.id
  policy     = jsonencode(local.bucket_policy)
  depends_on = [aws_s3_bucket_public_access_block.this]
}

# S3 tests the queue when a notification to it is configured.
resource "aws_s3_bucket_notification" "this" {
  bucket = aws_s3_bucket.this.id
  queue {
    queue_arn     = aws_sqs_queue.this.arn
    events        = ["s3:ObjectCreated:*"]
    filter_prefix = local.key_prefix
    filter_suffix = local.key_suffix
  }
  depends_on = [aws_sqs_queue_policy.this]
}

# --- the flow log

resource "aws_flow_log" "this" {
  count                    = local.has_flow_log ? 1 : 0
  vpc_id                   = var.vpc_id
  subnet_id                = var.subnet_id
  eni_id                   = var.eni_id
  traffic_type             = var.flow_log_traffic
  max_aggregation_interval = var.flow_log_interval
  log_destination_type     = "s3"
  log_destination          = aws_s3_bucket.this.arn
  log_format               = var.flow_log_fields
  destination_options {
    file_format                = var.flow_log_file_format
    hive_compatible_partitions = var.flow_log_hive_partitions
    per_hour_partition         = var.flow_log_hourly_partitions
  }
  depends_on = [aws_s3_bucket_policy.this]
}

# --- who pulls

resource "aws_iam_policy" "pull" {
  name_prefix = "sluice-pull-"
  description = "Pull flow logs with Sluice"
  policy      = jsonencode(local.pull_policy)
}

resource "aws_iam_user" "this" {
  count = local.has_user ? 1 : 0
  name  = var.iam_user_name
}

resource "aws_iam_user_policy_attachment" "this" {
  count      = local.has_user ? 1 : 0
  user       = aws_iam_user.this[0].name
  policy_arn = aws_iam_policy.pull.arn
}

resource "aws_iam_access_key" "this" {
  count = local.has_key ? 1 : 0
  user  = aws_iam_user.this[0].name
}

resource "aws_secretsmanager_secret" "key" {
  count       = local.has_key ? 1 : 0
  name_prefix = "sluice-"
  description = "Access key of ${var.iam_user_name}, who pulls flow logs"
}

resource "aws_secretsmanager_secret_version" "key" {
  count     = local.has_key ? 1 : 0
  secret_id = aws_secretsmanager_secret.key[0].id
  secret_string = jsonencode({
    aws_access_key_id     = aws_iam_access_key.this[0].id
    aws_secret_access_key = aws_iam_access_key.this[0].secret
  })
}

resource "aws_iam_role" "this" {
  count              = local.has_role ? 1 : 0
  name               = var.role_name
  assume_role_policy = local.trust_policy
}

resource "aws_iam_role_policy_attachment" "this" {
  count      = local.has_role ? 1 : 0
  role       = aws_iam_role.this[0].name
  policy_arn = aws_iam_policy.pull.arn
}

resource "aws_iam_instance_profile" "this" {
  count = var.identity == "ec2" ? 1 : 0
  role  = aws_iam_role.this[0].name
}

# --- watching

resource "aws_cloudwatch_metric_alarm" "oldest_message" {
  count               = var.create_alarms ? 1 : 0
  alarm_name          = "${var.queue_name}-oldest-message"
  alarm_description   = "Flow logs are waiting in ${var.queue_name}; is Sluice running, and does it keep up?"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  dimensions          = { QueueName = aws_sqs_queue.this.name }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 2
  threshold           = var.oldest_message_seconds
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arn == null ? [] : [var.alarm_topic_arn]
  ok_actions          = var.alarm_topic_arn == null ? [] : [var.alarm_topic_arn]
}

resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  count               = var.create_alarms ? 1 : 0
  alarm_name          = "${var.queue_name}-dead-letters"
  alarm_description   = "Messages were moved to ${local.dead_queue_name}; list them with sluice peek, move them back with sluice redrive"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = aws_sqs_queue.dead_letter.name }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arn == null ? [] : [var.alarm_topic_arn]
  ok_actions          = var.alarm_topic_arn == null ? [] : [var.alarm_topic_arn]
}
