using System.Collections;
using System.Management.Automation.Language;

namespace MSCommerce.PowerShell;

/// <summary>Completes one of a few words that are the same in every tenant.</summary>
/// <param name="words">The words, each with what it means.</param>
internal abstract class WordCompleter(params (string Word, string Tip)[] words) : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = new CompletionWord(wordToComplete);
        return words.Where(one => typed.Begins(one.Word)).Select(one => CompletionWord.Suggest(one.Word, one.Tip));
    }
}
