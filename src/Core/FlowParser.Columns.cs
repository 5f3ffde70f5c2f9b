// Flow: which columns a line has, by the order of precedence in docs/SCHEMAS.md and the reference of formats.
namespace Sluice.Core;

public sealed unsafe partial class FlowParser
{
    private bool ReadText(byte* text, ref Fault fault)
    {
        _line.MessageIsClean = _line.FieldsAreClean = _tokens.IsClean;
        if (_plan is not null)
            return Fits(text, _plan, ref fault);
        // Neither a header nor the user named the columns: the shape decides, never the number of tokens alone.
        FlowPlan longest = FlowPlan.Default(_tokens.Count);
        if (Fits(text, longest, ref fault) && (longest.Columns.Length == FlowPlan.Version2Length || _line.FitsDefault()))
            return true;
        if (longest.Columns.Length > FlowPlan.Version2Length && Fits(text, FlowPlan.Default(FlowPlan.Version2Length), ref fault))
            return true;
        fault.Undeclared = true;
        return false;
    }

    private bool Fits(byte* text, FlowPlan plan, ref Fault fault)
    {
        if (_tokens.Count < plan.Columns.Length)
        {
            fault.Kind = FaultKind.TooFewFields;
            fault.Found = _tokens.Count;
            fault.Wanted = plan.Columns.Length;
            return false;
        }

        if (plan != _planLoaded)
            Load(plan);
        _line.Columns.Base = text;
        return _line.Check(plan.CheckedFields, plan.IsDeclared, ref fault);
    }

    /// <summary>Prepares the line's columns for a plan; most lines have that of the line before.</summary>
    private void Load(FlowPlan plan)
    {
        plan.IndexOf.CopyTo(_planMemory, 0);
        _planLoaded = plan;
        _line.Columns = new FlowColumns
        {
            Starts = _tokens.Starts,
            Ends = _tokens.Ends,
            IndexOf = _planIndex,
            Plan = plan.Columns,
            Count = plan.Columns.Length,
        };
    }

    private bool ReadJson(ref Fault fault)
    {
        _line.MessageIsClean = false;
        _planLoaded = null; // the columns will be the object's
        return _json.TryRead(_line.Message.Span, _line, ref fault) && _line.Check(FlowLine.CheckedByTable, declared: true, ref fault);
    }
}
