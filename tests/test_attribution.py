"""Who says what, one behaviour a line. All sentences are our own."""

from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.marked_attributions import check, read
from twosource.extract.attribution import unclosed_quotations
from twosource.extract.parse import paragraphs

LINES = """
# a clause after a verb of saying
[source Roe] [cue said] that [content the bridge would close].
[source Roe] [cue said] [content the bridge would close].
[source The minister] [cue announced] on Sunday that [content the port was shut].
[source She] [cue told] reporters that [content the talks had failed].
[source The ministry] [cue informed] the families that [content the search was over].
[source President Anna Roe] [cue stated] that [content she would step down].
[source The company] [cue confirmed] that [content two ships had sunk].
[source Officials] [cue say] [content the dam is safe].
[source The mayor] [cue has said] [content the school will reopen].
[source The union] [cue did not say] [content whether members would vote].
[source Two officials] [cue told] the paper [content the deal was dead].
[source A spokeswoman for the army] [cue explained] that [content the drill was planned].
[source The envoy] [cue noted] that [content no date had been set].
[source He] [cue repeated] that [content the border was closed].
# assertion, admission, doubt, denial
[source The premier] [cue insisted | assertive] that [content the budget was sound].
[source Critics] [cue argue | assertive] that [content the law goes too far].
[source The colonel] [cue claimed | assertive] that [content the town had fallen].
[source The bank] [cue warned | assertive] that [content prices would rise].
[source Roe] [cue pointed out | assertive] that [content the rules had changed].
[source The firm] [cue admitted | conceding] that [content the valve had failed].
[source The court] [cue acknowledged | conceding] that [content the file was lost].
[source The general] [cue conceded | conceding] that [content the attack had stalled].
[source Moscow] [cue denied | denying] that [content its planes had crossed the border].
[source The clerk] [cue denied | denying] [content taking the money].
[source The club] [cue denied | denying] [content the report].
[source The minister] [cue dismissed | denying] [content the criticism].
[source The party] [cue rejected | opposing] [content calls for an early vote].
[source The party] [cue rejected | opposing] [content the offer as too low].
[source The party] [cue rejected | denying] [content the accusation of fraud].
[source Orvel] [cue opposes | opposing] [content launches of missiles].
[source The court] [cue denied | opposing] [content the request for a stay].
[source The minister] [cue denied | denying] [content the attack on the town].
[source The coach] [cue ruled out | denying] [content a return].
[source The lawyer] [cue disputed | denying] [content the figures].
[source The driver] [cue refused | denying] [content to leave the cab].
[source Analysts] [cue believe | doubting] [content the fleet has left].
[source Residents] [cue fear | doubting] that [content the wall will collapse].
[source The judge] [cue suggested | doubting] that [content the witness had lied].
[source Investigators] [cue suspect | doubting] [content a gas leak].
[source He] [cue thinks | doubting] [content the plan will fail].
# plans, wishes, promises, demands
[source Roe] [cue offered | expecting] [content to resign if it brought peace].
[source The airline] [cue plans | expecting] [content to cut 200 jobs].
[source The president] [cue promised | expecting] [content to rebuild the port].
[source The rebels] [cue threatened | expecting] [content to burn the depot].
[source The mayor] [cue vowed | expecting] that [content the square would reopen].
[source Kyiv] [cue wants | expecting] [content the lines to be frozen].
[source The charity] [cue hopes | expecting] [content to reach the valley].
[source The bank] [cue expects | expecting] [content inflation to fall].
[source The envoy] [cue urged | expecting] [content both sides to stop].
[source The pope] [cue called for | expecting] [content an end to the siege].
[source The union] [cue called on | expecting] [content the firm to talk].
[source The board] [cue asked | expecting] [content the director to stay].
[source Police] [cue ordered | expecting] [content drivers to turn back].
[source The senator] [cue demanded | expecting] that [content the files be released].
[source The committee] [cue proposed | expecting] [content raising the tax].
[source Doctors] [cue recommend | expecting] [content a second dose].
[source The firm] [cue agreed] [content to pay a fine].
# judgements of somebody
[source Poe] [cue accused | accusing] [content Roe of lying].
[source Poe] [cue blamed | accusing] [content the army for the fire].
[source Poe] [cue criticized | accusing] [content the mayor for her silence].
[source Poe] [cue criticised | accusing] [content the plan].
[source The mayor] [cue condemned | accusing] [content the strike as an act of terror].
[source Poe] [cue called] [content Roe a liar].
[source Poe] [cue labelled] [content him a "coward" | mixed].
[source Poe] [cue described] [content the talks as useful].
[source The bishop] [cue praised | assertive] [content the nurses for their courage].
[source He] [cue thanked] [content the crews].
[source The senator] [cue defended] [content her vote].
[source The jury] [cue considers] [content him a flight risk].
[source The union] [cue labelled] [content the offer "an insult" | mixed].
[source She] [cue called] [content the ministry's report "a fairy tale" | mixed].
# somebody quoted by another
[source1 The Harbor Post] [cue1 quoted] [content1 [source2 an official] as [cue2 saying] that [content2 the hall was full]].
[source Roe] was quoted as [cue saying] that [content the hall was full].
[cue According to] [source the fire chief, Lars Ombo], [content the blaze began in a storeroom].
# an object for content
[source Ukraine] [cue reported] [content the heaviest shelling since the spring].
[source He] [cue mentioned] [content progress in the talks].
[source The speaker] [cue stressed] [content the need for calm].
[source The court] [cue announced] [content a new date].
[source The report] [cue highlights] [content gaps in the law].
# a noun or an adjective for cue
[source1 Poe] [cue1 rejected | denying] [content1 [source2 Roe]'s [cue2 claim | assertive] that [content2 the vote was stolen]].
[source Roe] [cue expressed his willingness] [content to leave].
[source She] [cue voiced her hope] that [content the truce would hold].
[source Roe] [cue expressed determination] [content to finish the job].
[source The minister] [cue is confident] that [content the bill will pass].
[source Parents] [cue are worried about] [content the water].
[source The governor] [cue is willing] [content to talk].
[source Roe] [cue made clear] that [content the port would close].
[source Roe] [cue made it clear] [content the port would close].
[source The unions] [cue made it clear] that [content the strike would go on].
[source The board] [cue was adamant] that [content no ship had sailed].
[source Farmers] [cue are opposed to] [content the dam].
[source The panel] [cue issued a warning] that [content the roof was weak].
The paper printed [source Roe]'s [cue warning] that [content the roof was weak].
The paper printed [source Roe]'s [cue criticism of] [content the plan].
[source Poe] [cue made a promise] [content to pay].
She left after [source the court]'s [cue refusal] [content to hear the case].
The crowd left after [source Poe]'s [cue pledge] [content to lower the tax].
The talks failed over the [cue allegation] that [content the count was false].
# the cue inside or after what is said
[content The bridge would close], [source Roe] [cue said].
[content The bridge], [source Roe] [cue said], [content would close on Monday].
[content The bridge would close], [cue said] [source the mayor].
[content The bridge would close], [cue according to] [source the mayor].
[cue According to] [source the mayor], [content the bridge will close].
In [source the mayor]'s [cue view], [content the bridge should close].
As [source Roe] [cue noted], [content the bridge has been closed for years].
# shared subjects
[source123 Roe] [cue1 offered] [content1 to quit], [cue2 urged] [content2 Poe to follow], and [cue3 dismissed] [content3 the charges].
[source12 Roe] [cue1 praised] [content1 the crew], [cue2 adding] that [content2 the ship was safe].
[source12 Roe] [cue1 defended] [content1 his record], [cue2 pointing out] that [content2 crime had fallen].
[source12 Roe] [cue1 argued] that [content1 grants are not loans], [cue2 adding] that [content2 nobody had signed].
[source12 Roe] [cue1 said] [content1 the strike was over] and [cue2 promised] [content2 to meet the crews].
[source1 One] [cue1 said] [content1 the road was open] and [source2 another] [cue2 said] [content2 it was shut].
[source The mayor] went on [cue to say] that [content the square was safe].
By [cue saying] that [content the vote was rigged], [source Roe] angered the court.
# relative clauses, participles, passives
They met Poe, [source who] [cue said] [content the road was open].
They met [head Poe], [source who] [cue labelled] [content Roe a liar].
The talks broke up, with [source Poe] [cue accusing] [content Roe of fraud].
[source A statement] [cue saying] [content the port was closed] was sent out.
[content Roe] [cue was accused | accusing] [content of lying].
It [cue is alleged] that [content the money was stolen].
[content The fleet] [cue is expected | expecting] [content to sail on Friday].
[content The fleet] [cue is thought | doubting] [content to be at sea].
[content Roe] [cue was reported | doubting] [content to be ill].
[content The captain] [cue reportedly | doubting] [content left the ship].
[content Roe] [cue was criticized] by [source the union].
[source Poe] [cue says] [content he was misled], while [source2 Roe] [cue2 says] [content2 he lied].
If [source Poe] [cue claims] [content the road is open], ask him.
[source He] left after [cue telling] friends that [content he was ill].
[content Poe] [cue has been blamed] [content for the fire].
[content The law] [cue is seen] [content as weak].
[content The storm] [cue is believed] [content to have sunk nine boats].
[content The fund] [cue appears | doubting] [content to be empty].
[content The fund] [cue seems] [content to be empty].
[content The mayor] [cue allegedly] [content took bribes].
# quotations
[source Roe] [cue said], [content "The bridge is closed." | direct]
[source Roe] [cue said]: [content "The bridge is closed." | direct]
[content "The bridge is closed," | direct] [source Roe] [cue said].
[content "The bridge is closed," | direct] [cue said] [source Roe].
[content “The bridge is closed,” | direct] [source she] [cue told] reporters.
[content ''The bridge is closed,'' | direct] [source she] [cue said].
[content "Is it closed?" | direct] [source she] [cue asked].
[content "The bridge," | direct] [source Roe] [cue said], [content "is closed."]
[content "The bridge is closed," | direct] [source Roe] [cue said]. [content "We shall mend it."]
[content "It is closed. We tried. We failed," | direct] [source Roe] [cue said].
[content "It is closed," | direct] [cue said] [source Jo Roe, a clerk at the yard]. [content "It may stay so."]
[content "It is closed," | direct] [cue wrote] [source Jo Roe] in a letter to the board.
[content "It is closed," | direct] [cue according to] [source the mayor].
[content "What a day this was!" | direct] [cue beamed] [source Roe].
In a statement, [source the firm] [cue said]: [content "We regret the loss of the ship." | direct]
[source Roe] [cue said] [content the plan was "a disgrace" | mixed].
[source Roe] [cue called] [content it "a disgrace to the city" | mixed].
[content "It is closed," | direct] [source Roe] [cue said]. / [content "We shall mend it when we can. That is all."]
[source Roe] [cue said]: / [content "The bridge is closed and will not open again." | direct]
[content “The bridge is closed. | direct] / [content “It will not open again,”] [source Roe] [cue said].
He drove a car known as "the Beast" to the "White Hart" inn.
[content “It is closed,” | direct] [source Roe] [cue said]. / [content “It will stay closed for a year.”]
[content1 “It is closed,” | direct] [source1 Roe] [cue1 said]. / [source2 Poe] [cue2 said] [content2 it was open].
[content1 "It is closed," | direct] [source1 Roe] [cue1 said]. [source2 Poe] [cue2 said]: [content2 "It is open." | direct]
[content "Stop!" | direct] [source Roe] [cue shouted].
[content ‘The bridge will stay closed,’ | direct] [source Roe] [cue said].
[content "It is closed," | direct] [source a guard] was quoted as [cue saying].
[source Roe] [cue said] [content the "old bridge" was safe].
[source Poe, who was "tired and cold"], [cue said] [content the road was open].
# one inside another
[source1 Roe] [cue1 said] that [content1 [source2 Poe] [cue2 denied] [content2 the report]].
[source1 Roe] [cue1 said] [content1 [source2 the army] [cue2 had told] him that [content2 the road was mined]].
[source1 The paper] [cue1 reported] that [content1 [source2 a guard] [cue2 said] [content2 the gate was open]].
[source1 Poe] [cue1 dismissed] [content1 [source2 Roe]'s [content2 debt] [cue2 claims]].
# layout
[source Minister][cue :] [content no deal before May]
[source Anna Roe][cue :] [content ‘We Will Not Sign’]
[content No deal before May], [cue says] [source minister]
[content Storm kills nine], [source police] [cue say]
Ferry sinks / [source1 ROE][cue1 :] [content1 I did not see it.] / [source2 POE][cue2 :] [content2 You did.]
Ferry sinks / [source1 Jo Roe][cue1 :] [content1 "I did not see it." | direct] / It left at noon.
[content “He must stop it. He must.” | direct] [cue ―] [source Carla Roe], Riga
[content "The mayor is here" | direct] [cue —] [source Sam Roe (@samroe)] August 31, 2016
Words follow. / "[source1 ROE][cue1 :] [content1 I did not see it. It sank.] / "[source2 POE][cue2 :] [content2 You did."]
Read also: ten recipes for spring
# sources that are no persons
[source The report] [cue says] [content the valve was faulty].
[source A poll] [cue found] that [content most voters were undecided].
[source Documents] [cue show] [content the bank knew].
[source A survey] [cue shows] [content Roe in the lead].
[cue In] [source a poll by the university], [content Roe leads by six points].
[source Gov. Jo Roe (R-Ohio)] [cue said] [content the road was open].
# what survives a bad parse
[source Roe] [cue mentioned] that [content discussions about a minerals deal with the firm are progressing well].
[source1 Roe] [cue1 stressed] that [content1 peace would need patience, [content2 a process] [source2 she] [cue2 claimed] [content2 Poe excels at]].
# the outer cue, after a comma, has the whole clause before it
[content Divers found nine bodies in the hull], [source police chief Dana Roe] [cue told] Harbor Radio.
[content1 [source2 Divers] [cue2 said] [content2 the hull was empty]], [source1 police chief Dana Roe] [cue1 told] Harbor Radio.
[content The crew searched the cabins on Sunday and saved nine people], [source a spokesman for the coast guard] [cue said].
[content The bridge fell on Sunday and will be rebuilt], [source the mayor] [cue said] in a letter.
When the storm hit, the mayor said nothing.
# words between a source and its cue, or a cue and its content
[source Roe] [cue offered] on Saturday [content to resign if the war ends].
[source The board] [cue agreed] late on Monday [content to sell the yard].
[source The minister] on Tuesday [cue said] [content the port was shut].
[source Roe], on Tuesday, [cue said] [content the port was shut].
[source The minister] late Tuesday night [cue said] [content the port was shut].
[source Jo Roe and Sam Poe, both Republicans], [cue said] [content the bill was dead].
[content "We regret it," | direct] [source Jo Roe, the head of the firm], [cue said] in a letter.
[content "We regret it deeply," | direct] [source Jo Roe, a lawyer for the firm who lives in Riga], [cue said] in a letter.
[source Jo Roe, the head of the firm], [cue said] in a letter. [content "We regret it deeply and will pay." | direct]
[source Roe] [cue told] Harbor Radio 4's Today programme [content the road was open].
# an outlet's own eyes
[source A Zeitung reporter] [cue counted] [content nine people killed].
[source An AFP tally] [cue found] [content nine people were killed].
[source Reuters] [cue counted] [content nine ships] in the port.
[source An AP count] [cue put] [content the dead at nine].
[source A reporter for the Harbor Post] [cue saw] [content nine ships burn].
[source A CNN team at the scene] [cue saw] [content nine bodies].
[content The storm killed nine people], [cue according to] [source a count by the Associated Press].
The farmer counted nine sheep.
A reporter saw nine ships burn.
# nothing is said
[source Two officials, who asked not to be named], [cue said] [content the deal was dead].
The guard, who asked not to be identified, left on Monday.
Roe declined to comment on the door.
The conflict continues to worry the region.
The escalation underscored the risk of a wider war.
Photo captions showed nine ships.
That said it all.
The bridge was closed on Sunday.
Nine people died when the ferry sank.
The minister declined to comment.
Roe refused to discuss the case.
She said nothing.
The army is on the hill.
The fund adds to the debt each year.
The point of the law is clear.
# more of the language's verbs, one frame each
[source Roe] [cue declared] that [content the hall was unsafe].
[source The panel] [cue concluded] that [content the pilot had slept].
[source The judge] [cue ruled] that [content the contract was void].
[source The study] [cue suggests | doubting] that [content bees prefer clover].
[source The ministry] [cue predicted] that [content wages would rise].
[source The bank] [cue estimates] that [content growth will slow].
[source Roe] [cue replied] that [content he had no keys].
[source The envoy] [cue recalled] that [content the hall had been full].
[source She] [cue complained] that [content the lift was broken].
[source The firm] [cue boasted] that [content its boats never sink].
[source Police] [cue alleged] that [content he had sold the key].
[source The colonel] [cue swore] that [content the gate was locked].
[source Doctors] [cue warn] that [content the virus is back].
[source Analysts] [cue say] [content prices may fall].
[source The pilot] [cue reported] that [content the engine had failed].
[source Roe] [cue tweeted] that [content the show was over].
[source The critic] [cue wrote] that [content the play was dull].
[source The agency] [cue maintains] that [content the water is clean].
[source Two officers] [cue testified] that [content the door was open].
[source Roe] [cue reiterated] that [content she would not run].
[source Roe] [cue acknowledged] [content mistakes in the count].
[source The minister] [cue blamed | accusing] [content the storm for the delay].
[source The union] [cue accused | accusing] [content the firm of breaking the law].
[source The governor] [cue hailed] [content the deal as a triumph].
[source Roe] [cue compared] [content the mayor to a weathercock].
[source The paper] [cue portrayed] [content the judge as a hero].
[source The board] [cue vowed | expecting] [content to appeal].
[source The army] [cue pledged | expecting] [content to withdraw by June].
[source The players] [cue refused | denying] [content to train].
[source The clerk] [cue declined | denying] [content to open the safe].
[source The mayor] [cue intends | expecting] [content to close the square].
[source The club] [cue decided] [content to sell the ground].
[source The court] [cue ordered | expecting] [content the firm to pay].
[source The teacher] [cue advised | expecting] [content parents to wait].
[source The general] [cue warned] [content the rebels to leave].
[source The senator] [cue pressed | expecting] [content the agency to act].
[source Roe] [cue begged | expecting] [content the crowd to go home].
[source The party] [cue opposes] [content the tax].
[source Voters] [cue fear] [content higher rents].
[source Roe] [cue attacked] [content the plan].
[source The senator] [cue questioned] [content the decision].
[source The chef] [cue apologized for] [content the delay].
[source The driver] [cue complained about] [content the fog].
[source The firm] [cue insisted on] [content a trial].
# nouns and adjectives
[source The council] [cue is aware] that [content the wall leans].
[source Roe] [cue was certain] that [content the boat would float].
[source The crew] [cue is afraid] that [content the mast will break].
[source Roe] [cue is ready] [content to sign].
[source The envoy] [cue was optimistic] that [content talks would resume].
[source Roe] [cue gave a warning] that [content the ice was thin].
They laughed at [source Roe]'s [cue promise] that [content taxes would fall].
[source Roe] [cue has no plans] [content to retire].
[source The mayor] [cue made the decision] [content to close the school].
# sources of other kinds
[source The U.N.] [cue said] [content the camp was full].
[source The 45-year-old] [cue said] [content he was tired].
[source Nobody] [cue said] [content the road was open].
[source Those who stayed] [cue said] [content the water rose].
[source One of the guards] [cue said] [content the gate was open].
[source Some] [cue say] [content the law is weak].
[source Many in the town] [cue believe] [content the mine will close].
[source A senior official at the ministry] [cue said] [content talks had begun].
[source People close to the talks] [cue said] [content a deal was near].
[source Court papers] [cue show] [content he sold the boat].
[source The letter] [cue says] [content the rent will rise].
[source A spokesman] [cue said] by phone [content the plant was shut].
[source Roe and Poe] [cue said] [content they would appeal].
[source Neither Roe nor Poe] [cue said] [content the deal was dead].
# nobody named
It [cue is said] that [content the house is haunted].
It [cue was reported] that [content nine ships had sunk].
[content The suspect] [cue is said] [content to be armed].
[content The painting] [cue is alleged] [content to be a fake].
[cue Reportedly], [content the deal is dead].
# order of words
[content The deal], [cue according to] [source officials], [content is dead].
[content The deal is dead], [source two officials briefed on it] [cue said] on Monday.
[source Roe] [cue said] on Monday that [content the road was open].
On Monday, [source Roe] [cue said] [content the road was open].
In a letter to the board, [source Roe] [cue said] [content the road was open].
Speaking to Harbor Radio, [source Roe] [cue said] [content the road was open].
[source Roe] [cue told] Harbor Radio that [content the road was open].
[source Roe] [cue has repeatedly said] that [content the road is open].
[source Roe] [cue would not say] [content whether the road was open].
[source Roe] [cue never said] [content the road was open].
When [source Roe] [cue says] [content the road is open], drivers laugh.
[source Roe] [cue said] [content the road was open], but nobody came.
# quotations, again
[source Roe] [cue wrote]: [content "The bridge is closed for good." | direct]
[content "Why now?" | direct] [source Roe] [cue wondered].
[content "We tried," | direct] [source Roe] [cue recalled]. [content "We failed."]
[content "We tried," | direct] [source she] [cue added], [content "and we failed."]
[content "It is closed," | direct] [source the mayor's office] [cue said] in an email.
[content "It is closed," | direct] [source Roe] [cue told] Harbor Radio on Monday.
[source Roe] [cue described] [content the plan as "a bad joke" | mixed].
[source Roe] [cue said] [content the plan was "mad," "bad" and "sad." | mixed]
[source Roe] [cue dismissed | denying] [content the report as "nonsense" | mixed].
[content "It is closed," | direct] [source Roe] [cue insisted].
[content "It is closed," | direct] [cue says] [source Jo Roe, who keeps the gate].
[content "It is closed!" | direct] [cue cried] [source the guard].
# headlines
[source Mayor][cue :] [content bridge to stay shut]
[source Report][cue :] [content mine was unsafe]
[content Bridge to stay shut], [source mayor] [cue says]
[content Ferry was overloaded], [cue according to] [source report]
# nothing is put forward
The mayor left the hall.
He spoke for an hour.
She talked to reporters.
The firm makes paper.
Roe asked her.
Roe told the board.
The said bridge is old.
That is to say nothing.
He could not comment.
The suspect was named on Monday.
# a source with what is told of it
[source Sen. Jo Roe, R-Ohio], [cue said] [content the bill was dead].
[source Jo Roe, 45, a nurse], [cue said] [content the ward was full].
[source Roe, who runs the mill], [cue said] [content the river rose].
[content "It is closed," | direct] [source Roe, the mayor], [cue said].
[cue According to] [source Roe, who runs the mill], [content the river rose].
[source1 She] [cue1 rejected | denying] [content1 [source2 Poe]'s [cue2 suggestion] that [content2 the vote be delayed]].
[source1 The report] [cue1 cites] [content1 [source2 Poe]'s [cue2 belief] that [content2 the mine is safe]].
# what is coordinated to a content, wherever the parse hangs it
[source She] [cue wants] [content to triple the size of the fund, grow the corps and create a new program].
[source Roe] [cue planned] [content to revitalize ticket sales to the bridge, then hand over the land as a park].
[source Roe] has embraced the approach, [cue promising] [content to meet and in some cases exceed his goals without new laws].
[source Roe] [cue has mentioned] [content refinancing student loans and forcing schools to spend more from their funds].
# an object without what the text goes on to tell of it
[source Roe] [cue criticised] [content the plan of the port board], which takes effect in May.
[source Poe] [cue likened] [content the rules to burning a letter] - a charge that might have stung.
# a quotation that is part of a clause
[source Roe] [cue said] that [content "a bomb" had gone off in the port].
[content The toll "is a burden,"] [source Roe] [cue wrote] in a letter.
[content The owner is "smart as hell,"] [cue said] [source Ann Poe].
[content Crowds met Roe with chants of "Bobby!" in Riga, and the road was shut], [cue according to] [source Poe].
# a heavy object behind "as"
[source Roe] [cue is describing] [content as "unhinged" a plan to close the port].
# "appeared to suggest": he suggests it
[source He] appeared [cue to suggest] that [content the road was open].
# a dateline is no source, a clause before the speaker neither
RIGA (AP) — [source The mayor, Ana Ruiz], [cue said] [content the bridge was shut].
# a name before a noun is whose it is
Poe seized on a [source Harbor Post] [cue report] that [content the dam leaked].
As the vote nears and Poe waits, [source Mayor Jane Roe] [cue disagrees with] [content her former aide].
[content The debt], [source Roe] [cue explained] earlier in the hearing, [content was large].
[content "It is over,"] [source Rep. Elijah E. Coe (D-Md.)] [cue said] in a phone interview.
[content "He would be great. One of the best,"] [source Rep. Elijah E. Coe (D-Md.)] [cue said] in a phone interview.
[source Polling averages] [cue show] [content Roe with a lead in the low single digits].
[source Roe] [cue balked at] [content the price].
[source The court] [cue ruled against] [content the board's plan].
A man named Ivo Roe owned the bridge.
The men had been painting the bridge over the river.
Rebels attacked the village at dawn.
Police questioned two men about the fire.
The couple shared a house in Marnow.
[source Police] [cue linked] [content the man to the fire].
[source Roe] [cue doubled down on] [content his attacks on the mayor].
[source Roe] [cue voiced support for] [content the plan].
"""


MARKED = [m for m in LINES.strip().splitlines() if m and not m.startswith("#")]


# what is not yet read, and what stands in the way
NOT_YET = [
    ("[content Nine people] [cue are feared] [content dead].", "a bare adjective after a passive cue is no frame"),
    ("[content The road is shut], [cue warned] [source the mayor].", "the parse takes the speaker for the cue's object"),
    ("[source Roe] [cue said] in Riga on Monday [content the road was open].", "the parse hangs the second phrase on what is said"),
    ("Asked about the road, [source Roe] [cue said] [content it was open].", "who asked is nobody's word, yet reads like a passive cue"),
    ("[content The firm] [cue apparently] [content knew].", "an adverb of doubt before its verb: the parse hangs it elsewhere"),
    ("The firm ignored [source the engineer]'s [cue advice] [content to close the dam].", "advice with an infinitive is not in the table"),
    ("[source Roe] [cue joked] that [content the cat had won].", "the parse does not see that the clause opens with its mark"),
    ("The law states nothing.", "an object that is a pronoun of nothing"),
    ("The company reported earnings.", "reported as a company does, not as a speaker"),
]


@pytest.mark.parametrize(("marked", "why"), NOT_YET)
def test_not_yet(marked: str, why: str, request: pytest.FixtureRequest) -> None:
    request.applymarker(pytest.mark.xfail(reason=why, strict=True))
    check(marked)


@pytest.mark.parametrize("marked", MARKED)
def test_attributions(marked: str) -> None:
    check(marked)


def unclosed(text: str) -> list[str]:
    return [text[s:e] for s, e in unclosed_quotations(text, paragraphs(text))]


def test_an_odd_mark_costs_one_quotation() -> None:
    text = '"It is closed," Roe said.\n\nThe "bridge is old.\n\n"We try," Poe said.'
    assert unclosed(text) == ['"bridge is old.']
    assert [s.source and text[slice(*s.source)] for s in read(text)] == ["Roe", "Poe"]


def test_a_quotation_that_runs_on_is_closed_by_its_last_mark() -> None:
    assert unclosed("“One.\n\n“Two.”") == []
    assert unclosed("“One.\n\nTwo.") == ["“One."]


@pytest.mark.parametrize("text", ["6'2\" tall", "’Tis late", "''", "the dogs' bowls", '5" by 3"'])
def test_a_sign_that_is_no_quotation_mark_is_no_problem(text: str) -> None:
    assert unclosed(text) in ([], ["''"])


_PIECES = st.sampled_from([*"\"“”‘’'\n ,.:;—()abC\u00a0é😀", "said ", "Roe ", "that ", "according to ", "accused ", "told "])


@given(st.lists(_PIECES, max_size=60).map("".join))
@settings(max_examples=80, deadline=None, derandomize=True)
def test_any_text_is_read_and_spans_lie_in_it(text: str) -> None:
    for s in read(text):
        for span in (s.source, s.source_head, s.cue, *s.content):
            if span is not None:
                assert 0 <= span[0] < span[1] <= len(text)
        assert s.content
        assert list(s.content) == sorted(s.content)
        assert all(a[1] <= b[0] for a, b in pairwise(s.content))
    unclosed(text)


def test_reading_does_not_depend_on_what_was_read_before() -> None:
    text = 'Roe said, "It is closed." Poe denied it.\n\n"We try," she said.'
    assert read(text) == read(text)


def test_every_cue_is_written_once_and_in_frames_that_are_read() -> None:
    rows = [r.split("\t") for r in (files("twosource") / "data" / "cues.tsv").read_text().splitlines() if not r.startswith("#")]
    seen = [(part, lemma, frame) for part, lemma, _, frames in rows for frame in frames.split(" ")]
    assert len(seen) == len(set(seen))
    assert rows == sorted(rows, key=lambda r: (["verb", "noun", "adj", "adv"].index(r[0]), r[1], r[2]))
