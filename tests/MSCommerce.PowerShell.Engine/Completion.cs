using System.Collections;
using System.Management.Automation.Language;

namespace System.Management.Automation
{
    public interface IArgumentCompleter
    {
        IEnumerable<CompletionResult> CompleteArgument(
            string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters);
    }

    [AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
    public class ArgumentCompleterAttribute(Type type) : Attribute
    {
        public Type Type { get; } = type;
    }

    public class CompletionResult(string completionText, string listItemText, CompletionResultType resultType, string toolTip)
    {
        public CompletionResult(string completionText)
            : this(completionText, completionText, CompletionResultType.Text, completionText)
        {
        }

        public string CompletionText { get; } = completionText;

        public string ListItemText { get; } = listItemText;

        public CompletionResultType ResultType { get; } = resultType;

        public string ToolTip { get; } = toolTip;
    }

    public enum CompletionResultType
    {
        Text,
        History,
        Command,
        ProviderItem,
        ProviderContainer,
        Property,
        Method,
        ParameterName,
        ParameterValue,
        Variable,
        Namespace,
        Type,
        Keyword,
        DynamicKeyword,
    }
}

namespace System.Management.Automation.Language
{
    public abstract class Ast;

    public class CommandAst : Ast;

    public static class CodeGeneration
    {
        // PowerShell takes the curly quotes for the straight one too.
        public static string EscapeSingleQuotedStringContent(string value) =>
            string.Concat(value.Select(one => one is '\'' or '‘' or '’' or '‚' or '‛' ? $"{one}{one}" : one.ToString()));
    }
}
