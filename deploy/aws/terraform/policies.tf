# Names, key patterns and policies. Nothing here calls AWS or needs a provider: a test evaluates this file by itself and
# compares it to the template and to what 'sluice iam-policy' prints.

locals {
  queue_arn       = "arn:${local.partition}:sqs:${local.region}:${local.account_id}:${var.queue_name}"
  dead_queue_name = "${var.queue_name}-dead"
  bucket_arn      = "arn:${local.partition}:s3:::${var.bucket_name}"
  log_delivery    = "arn:${local.partition}:logs:${local.region}:${local.account_id}:*"

  has_user         = var.identity == "user"
  has_key          = local.has_user && var.create_access_key
  has_service_role = contains(["ec2", "ecs", "pod-identity"], var.identity)
  has_oidc_role    = var.identity == "oidc"
  has_role         = local.has_service_role || local.has_oidc_role
  has_flow_log     = var.vpc_id != null || var.subnet_id != null || var.eni_id != null

  # What the queue is notified of.
  key_prefix = var.flow_log_hive_partitions ? "AWSLogs/aws-account-id=${local.account_id}/aws-service=vpcflowlogs/" : "AWSLogs/${local.account_id}/vpcflowlogs/"
  key_suffix = var.flow_log_file_format == "parquet" ? ".log.parquet" : ".log.gz"

  # This bucket of this account. The usual sample allows the service s3.amazonaws.com and nothing else: every bucket of
  # every account.
  queue_policy = {
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "BucketNotifies"
        Effect    = "Allow"
        Principal = { Service = "s3.amazonaws.com" }
        Action    = "sqs:SendMessage"
        Resource  = local.queue_arn
        Condition = {
          ArnLike      = { "aws:SourceArn" = local.bucket_arn }
          StringEquals = { "aws:SourceAccount" = local.account_id }
        }
      },
      {
        Sid       = "TlsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:*"
        Resource  = local.queue_arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  }

  bucket_policy = {
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "FlowLogsWrite"
        Effect    = "Allow"
        Principal = { Service = "delivery.logs.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource = [
          "${local.bucket_arn}/AWSLogs/${local.account_id}/*",
          "${local.bucket_arn}/AWSLogs/aws-account-id=${local.account_id}/*",
        ]
        Condition = {
          StringEquals = { "aws:SourceAccount" = local.account_id, "s3:x-amz-acl" = "bucket-owner-full-control" }
          ArnLike      = { "aws:SourceArn" = local.log_delivery }
        }
      },
      {
        Sid       = "FlowLogsCheck"
        Effect    = "Allow"
        Principal = { Service = "delivery.logs.amazonaws.com" }
        Action    = ["s3:GetBucketAcl", "s3:ListBucket"]
        Resource  = local.bucket_arn
        Condition = {
          StringEquals = { "aws:SourceAccount" = local.account_id }
          ArnLike      = { "aws:SourceArn" = local.log_delivery }
        }
      },
      {
        Sid       = "TlsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [local.bucket_arn, "${local.bucket_arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  }

  pull_policy = {
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid      = "SluiceQueue"
          Effect   = "Allow"
          Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueUrl", "sqs:GetQueueAttributes"]
          Resource = [local.queue_arn]
        },
        {
          Sid      = "SluiceObjects"
          Effect   = "Allow"
          Action   = ["s3:GetObject", "s3:GetObjectVersion"]
          Resource = ["${local.bucket_arn}/*"]
        },
        {
          Sid      = "SluiceMissingObjects"
          Effect   = "Allow"
          Action   = ["s3:ListBucket"]
          Resource = [local.bucket_arn]
        },
      ],
      var.kms_key_arn == null ? [] : [
        {
          Sid      = "SluiceKeys"
          Effect   = "Allow"
          Action   = ["kms:Decrypt"]
          Resource = [var.kms_key_arn]
        },
      ],
    )
  }

  service_principals = { ec2 = "ec2.amazonaws.com", ecs = "ecs-tasks.amazonaws.com", "pod-identity" = "pods.eks.amazonaws.com" }
  oidc_provider      = local.has_oidc_role ? split(":oidc-provider/", var.oidc_provider_arn)[1] : ""
  # As JSON, because the two shapes differ.
  trust_policy = local.has_oidc_role ? jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = var.oidc_provider_arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = { StringEquals = { "${local.oidc_provider}:sub" = var.oidc_subject, "${local.oidc_provider}:aud" = var.oidc_audience } }
    }]
    }) : jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = lookup(local.service_principals, var.identity, "none") }
      Action    = var.identity == "pod-identity" ? ["sts:AssumeRole", "sts:TagSession"] : ["sts:AssumeRole"]
    }]
  })
}
