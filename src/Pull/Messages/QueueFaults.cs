// Messages: what went wrong with the queue, in a sentence that a person can act on.
using Sluice.Pull.Calls;
using Sluice.Pull.Settings;

namespace Sluice.Pull.Messages;

/// <summary>Words for failures of the queue.</summary>
internal static class QueueFaults
{
    public static string Explain(CallException e, PullSettings settings, string region) => e.Fault switch
    {
        CallFault.NoQueue => $"Queue {settings.Queue} does not exist in region {region}: check its name, region and account ({e.Message})",
        CallFault.Denied => $"Access to queue {settings.Queue} is denied: allow sqs:ReceiveMessage, sqs:DeleteMessage, "
            + $"sqs:ChangeMessageVisibility and sqs:GetQueueUrl on it, see 'sluice iam-policy' ({e.Message})",
        CallFault.KmsDenied => $"Access to the KMS key that encrypts queue {settings.Queue} is denied: allow kms:Decrypt on it ({e.Message})",
        CallFault.Credentials => $"The credentials are not accepted: renew or correct them ({e.Message})",
        CallFault.NoCredentials => e.Message,
        CallFault.Transient => $"Queue {settings.Queue} cannot be reached ({e.Message})",
        _ => $"Queue {settings.Queue} refuses the request ({e.Message})",
    };
}
