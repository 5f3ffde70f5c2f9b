// VpcFlow: the reasons why a line is no record.
namespace Sluice.Core.VpcFlow;

internal enum FaultKind
{
    None,
    TooFewFields,
    NotANumber,
    NotAPort,
    NotAProtocol,
    NotAnAddress,
    NotATime,
    NotAnAction,
    NotAStatus,
    TooLong,
    SeveralLines,
    BeforeHeader,
    NotJson,
    NotAFlowObject,
    NestedValue,
    HeaderForgotten,
    NotBeyondDoubt,
    RecordAlready,
}
