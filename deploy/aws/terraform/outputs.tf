output "queue_name" {
  description = "For the intake's form"
  value       = aws_sqs_queue.this.name
}

output "region" {
  description = "For the intake's form"
  value       = local.region
}

output "queue_url" {
  value = aws_sqs_queue.this.id
}

output "queue_arn" {
  value = aws_sqs_queue.this.arn
}

output "dead_letter_queue_url" {
  value = aws_sqs_queue.dead_letter.id
}

output "bucket_arn" {
  description = "Destination of flow logs that you create yourself"
  value       = aws_s3_bucket.this.arn
}

output "policy_arn" {
  description = "To attach to another identity"
  value       = aws_iam_policy.pull.arn
}

output "role_arn" {
  value = one(aws_iam_role.this[*].arn)
}

output "instance_profile_name" {
  value = one(aws_iam_instance_profile.this[*].name)
}

output "access_key_id" {
  description = "For the intake's form"
  value       = one(aws_iam_access_key.this[*].id)
}

output "secret_command" {
  description = "Prints the access key and its secret"
  value       = local.has_key ? "aws secretsmanager get-secret-value --region ${local.region} --secret-id ${aws_secretsmanager_secret.key[0].arn} --query SecretString --output text" : null
}

output "check_command" {
  description = "Checks whether everything works"
  value       = "sluice check --queue ${aws_sqs_queue.this.id} --bucket ${var.bucket_name}"
}

output "pull_command" {
  description = "Pulls to standard output"
  value       = "sluice pull --queue ${aws_sqs_queue.this.id} --allow-buckets ${var.bucket_name}"
}

output "fluent_bit_input" {
  description = "For Fluent Bit's configuration"
  value       = <<-EOT
    [INPUT]
        Name          sluice
        Queue         ${aws_sqs_queue.this.id}
        Allow_Buckets ${var.bucket_name}
  EOT
}
