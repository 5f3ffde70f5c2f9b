// Pull: what cannot be seen from one setting alone.
using Sluice.Core.Records;
using Sluice.Pull.Names;
using Sluice.Pull.Settings;

namespace Sluice.Pull;

/// <summary>Checks settings against each other, and derives the numbers that follow from them.</summary>
internal static class SettingsCheck
{
    /// <summary>Checks; returns the number of readers.</summary>
    public static int Check(PullSettings settings, bool needsQueue)
    {
        if (needsQueue && string.IsNullOrWhiteSpace(settings.Queue))
            throw new SettingsException("queue: missing; name the SQS queue by its URL, ARN or name");
        if (needsQueue)
            QueueName.Parse(settings.Queue!);
        if (settings.SecretAccessKey is not null && settings.AccessKeyId is null)
            throw new SettingsException("aws_access_key_id: required with aws_secret_access_key");
        if (settings.AccessKeyId is not null && settings.SecretAccessKey is null)
            throw new SettingsException("aws_secret_access_key: required with aws_access_key_id");
        if (settings.ExternalId is not null && settings.RoleArn is null && settings.S3RoleArn is null)
            throw new SettingsException("external_id: has no effect without role_arn or s3_role_arn");
        _ = new RoleMap(settings.S3RoleArn);
        try
        {
            new FlowParser(settings.ToParseOptions()).Dispose();
        }
        catch (ArgumentException e)
        {
            throw new SettingsException(e.Message);
        }
        bool chosen = settings.Concurrency > 0;
        int readers = chosen ? settings.Concurrency : Math.Max(4, 2 * Environment.ProcessorCount);
        // Without a configured number there are as many readers as the budget holds, and at least one.
        if (!chosen)
            readers = (int)Math.Clamp(settings.MemoryBudget / PerReader(settings), 1, readers);
        long least = readers * PerReader(settings);
        return least <= settings.MemoryBudget ? readers
            : throw new SettingsException($"memory_budget: {settings.MemoryBudget} bytes is too small to read {(readers == 1 ? "one object" : $"{readers} objects at once")} with max_line_size "
                + $"{settings.MaxLineSize} and batch_size {settings.BatchSize}; at least {least} is needed");
    }

    /// <summary>How many batches the budget allows, besides what the readers need.</summary>
    public static int Batches(PullSettings settings, int readers)
    {
        long left = settings.MemoryBudget - readers * (PerReader(settings) - settings.BatchSize);
        return (int)Math.Clamp(left / (settings.BatchSize * 5L / 4), readers + 1, 4L * readers);
    }

    /// <summary>Bytes for a reader: a line being collected, its encoded record and room to grow, and a batch.</summary>
    private static long PerReader(PullSettings settings) => 3L * settings.MaxLineSize + settings.BatchSize;
}
